import type { MessageChannel, TemplateContent } from "@throughline/contract";

const mjml = `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Arial, Helvetica, sans-serif" />
      <mj-text font-size="16px" line-height="1.5" color="#1f2933" />
      <mj-button background-color="#1f2933" color="#ffffff" border-radius="6px" font-size="16px" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f5f5f4">
    <mj-section background-color="#ffffff" padding="32px 24px">
      <mj-column>
        <mj-text>Hello {{ person.firstName | default: 'there' }},</mj-text>
        <mj-text>Say in one sentence why you write, and what is to be done next.</mj-text>
        <mj-button href="https://example.com/">Go on</mj-button>
      </mj-column>
    </mj-section>
    <mj-section padding="16px">
      <mj-column>
        <mj-text align="center" font-size="12px" color="#595959">
          <a href="{{ links.preferences }}" style="color:#595959">Choose what you get</a> ·
          <a href="{{ links.unsubscribe }}" style="color:#595959">Unsubscribe</a>
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`;

/** What a new template begins with. */
export function exampleContent(channel: MessageChannel): TemplateContent {
  const hello = "Hello {{ person.firstName | default: 'there' }}, say what it is about.";
  switch (channel) {
    case "email":
      return { channel, fallback: "en", locales: { en: { subject: "A word about your account", preheader: "", mjml, text: null } } };
    case "sms":
      return { channel, fallback: "en", locales: { en: { text: hello } } };
    case "push":
      return { channel, fallback: "en", locales: { en: { title: "News for you", text: hello, url: "", image: "" } } };
    case "in_app":
      return { channel, fallback: "en", locales: { en: { title: "News for you", text: hello, url: "", actionLabel: "", image: "" } } };
    case "webhook":
      return { channel, fallback: "en", locales: { en: { method: "POST", url: "https://example.com/hook", headers: {}, body: null } } };
  }
}
