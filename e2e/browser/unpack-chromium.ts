import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const buildDir = join(import.meta.dirname, "..", "..", ".build");

/** What it takes to start the unpacked browser: its path and the variables it needs beside those of the process. */
interface UnpackedChromium {
  executablePath: string;
  env: Record<string, string>;
}

/**
 * Unpacks the Chromium inside `@sparticuz/chromium` into `.build/`, once per version (2 s, 220 MB), together with the
 * shared libraries (NSS, NSPR, expat) and the font that a bare machine lacks.
 *
 * The package unpacks into the temporary directory, file by file, and takes a file that exists for a whole one, so two
 * test workers would run each other's half-written browser. Hence a directory of our own, made aside and then renamed.
 *
 * @throws on anything but Linux x64, which is all that the package holds.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`@sparticuz/chromium has no browser for ${process.platform} ${process.arch}.`);
  }
  const packageDir = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..", "..");
  const { version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as { version: string };
  const home = join(buildDir, `chromium-${version}`);
  if (!existsSync(home)) await unpackInto(home, packageDir);
  return {
    executablePath: join(home, "chromium"),
    env: {
      LD_LIBRARY_PATH: [join(home, "al2023", "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":"),
      FONTCONFIG_PATH: join(home, "fonts"),
    },
  };
}

async function unpackInto(home: string, packageDir: string): Promise<void> {
  await mkdir(buildDir, { recursive: true });
  const aside = await mkdtemp(join(buildDir, "unpacking-"));
  try {
    // The name of the runtime makes the package unpack its shared libraries too.
    await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "-e", `await (await import("@sparticuz/chromium")).default.executablePath();`],
      { cwd: packageDir, env: { ...process.env, TMPDIR: aside, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" } },
    );
    await writeFile(join(aside, "fonts", "fonts.conf"), fontConfiguration(join(home, "fonts")));
    await rename(aside, home);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!existsSync(home)) throw error; // else another worker was first
  }
}

/** The package's own file looks for fonts under /tmp; without any font every text is 0 pixels wide. */
function fontConfiguration(fontsDir: string): string {
  const dir = fontsDir.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${dir}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${dir}/cache</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}
