let twoFactor = false;
const agents = [
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
];
const sessions = agents.map((userAgent, i) => ({
  id: `s${i + 1}`,
  token: i === 0 ? "mock" : "other",
  userId: "u1",
  userAgent,
  ipAddress: i === 0 ? "127.0.0.1" : "203.0.113.9",
  createdAt: new Date(Date.now() - i * 86_400_000 * 3).toISOString(),
  updatedAt: new Date(Date.now() - i * 7_200_000).toISOString(),
  expiresAt: "2030-01-01T00:00:00Z",
}));
const backupCodes = [
  "k3f9-2mzq1",
  "p7d2-x8b4n",
  "w5t6-c9v0a",
  "h1j8-r4y3e",
  "u6g2-o5l7s",
  "b9n4-q1k3d",
  "e2x7-m8z6f",
  "t4c5-v0p9w",
  "y3a1-j6h8r",
  "s7l5-g2u4o",
];

/** What the page of passwords, second factors and sessions asks. The password “wrong” is wrong; the code 123456 is right. */
export function answerSecurity(path: string, body: Record<string, unknown>): { status: number; body: unknown } | null {
  const wrongPassword = { status: 400, body: { code: "INVALID_PASSWORD", message: "Invalid password" } };
  if (body["password"] === "wrong" || body["currentPassword"] === "wrong") return wrongPassword;
  if (path === "/change-password") return { status: 200, body: { token: null, user: {} } };
  if (path === "/two-factor/enable")
    return {
      status: 200,
      body: {
        totpURI:
          "otpauth://totp/Throughline:maria@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Throughline&digits=6&period=30",
        backupCodes,
      },
    };
  if (path === "/two-factor/disable") {
    twoFactor = false;
    return { status: 200, body: { status: true } };
  }
  if (path === "/two-factor/generate-backup-codes") return { status: 200, body: { status: true, backupCodes } };
  if (path === "/list-sessions") return { status: 200, body: sessions };
  if (path === "/revoke-session") {
    sessions.splice(
      sessions.findIndex(({ token }) => token === body["token"]),
      1,
    );
    return { status: 200, body: { status: true } };
  }
  if (path === "/revoke-other-sessions") {
    sessions.splice(1);
    return { status: 200, body: { status: true } };
  }
  return null;
}

/** Whether the mock's user has a second factor now. */
export const hasTwoFactor = () => twoFactor;
export function turnTwoFactorOn(): void {
  twoFactor = true;
}
