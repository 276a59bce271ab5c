/** What a device says about itself. */
export interface DeviceModel {
  readonly kind: "laptop" | "phone";
  readonly userAgent: string;
  readonly os: { readonly name: string; readonly version: string };
  readonly device: { readonly type: string; readonly manufacturer: string; readonly model: string };
}

const laptop = (userAgent: string, os: string, version: string, manufacturer: string): DeviceModel => ({
  kind: "laptop",
  userAgent,
  os: { name: os, version },
  device: { type: "desktop", manufacturer, model: os === "macOS" ? "MacBook" : "PC" },
});

const phone = (userAgent: string, os: string, version: string, manufacturer: string, model: string): DeviceModel => ({
  kind: "phone",
  userAgent,
  os: { name: os, version },
  device: { type: os === "iOS" ? "ios" : "android", manufacturer, model },
});

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";

export const LAPTOPS: readonly (readonly [DeviceModel, number])[] = [
  [laptop(`${WINDOWS} ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`, "Windows", "11", "Generic"), 38],
  [laptop(`${WINDOWS} ${WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`, "Windows", "11", "Generic"), 17],
  [laptop(`${MAC} ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`, "macOS", "15.6", "Apple"), 22],
  [laptop(`${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, "macOS", "15.5", "Apple"), 13],
  [laptop("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Linux", "6.8", "Generic"), 10],
];

export const PHONES: readonly (readonly [DeviceModel, number])[] = [
  [
    phone(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
      "iOS",
      "18.5",
      "Apple",
      "iPhone",
    ),
    55,
  ],
  [
    phone(`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36`, "Android", "15", "Google", "Pixel 9"),
    20,
  ],
  [
    phone(
      `Mozilla/5.0 (Linux; Android 14; SM-S921B) ${WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36`,
      "Android",
      "14",
      "Samsung",
      "SM-S921B",
    ),
    25,
  ],
];

/** Crawlers and monitors: traffic that must not count as people. */
export const CRAWLERS = [
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
  "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
] as const;
