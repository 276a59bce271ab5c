import { api } from "../../platform/http/index.ts";
import { getChannels, newSecret, setChannels } from "./channels/manage-channels.ts";
import { countMessages, getMessage, listMessages } from "./log/list-messages.ts";
import { cancelByPerson, resendMessage, settleByPerson } from "./log/settle-by-person.ts";
import type { MessagesDeps } from "./messages-deps.ts";
import { createGiveMessage, type GiveDeps } from "./sending/give-message.ts";
import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  listVersions,
  publishTemplate,
  updateTemplate,
} from "./templates/manage-templates.ts";
import { previewTemplate } from "./templates/preview-template.ts";
import { testTemplate } from "./templates/test-template.ts";

export function messageRoutes(given: MessagesDeps & Pick<GiveDeps, "smtpTimeoutMs" | "providerUrls">) {
  const deps = { ...given, give: createGiveMessage(given) };
  const { messages } = api;
  return {
    templates: messages.templates.handler(({ input, context }) => listTemplates(deps, context.access, input)),
    createTemplate: messages.createTemplate.handler(({ input, context }) => createTemplate(deps, context.access, input)),
    template: messages.template.handler(({ input, context }) => getTemplate(deps, context.access, input)),
    updateTemplate: messages.updateTemplate.handler(({ input, context }) => updateTemplate(deps, context.access, input)),
    deleteTemplate: messages.deleteTemplate.handler(({ input, context }) => deleteTemplate(deps, context.access, input)),
    publishTemplate: messages.publishTemplate.handler(({ input, context }) => publishTemplate(deps, context.access, input)),
    templateVersions: messages.templateVersions.handler(({ input, context }) => listVersions(deps, context.access, input)),
    preview: messages.preview.handler(({ input, context }) => previewTemplate(deps, context.access, input)),
    test: messages.test.handler(({ input, context }) => testTemplate(deps, context.access, input)),
    channels: messages.channels.handler(({ context }) => getChannels(deps, context.access)),
    setChannels: messages.setChannels.handler(({ input, context }) => setChannels(deps, context.access, input)),
    newSecret: messages.newSecret.handler(({ input, context }) => newSecret(deps, context.access, input)),
    list: messages.list.handler(({ input, context }) => listMessages(deps, context.access, input)),
    counts: messages.counts.handler(({ input, context }) => countMessages(deps, context.access, input)),
    get: messages.get.handler(({ input, context }) => getMessage(deps, context.access, input)),
    resend: messages.resend.handler(({ input, context }) => resendMessage(deps, context.access, input)),
    settle: messages.settle.handler(({ input, context }) => settleByPerson(deps, context.access, input)),
    cancel: messages.cancel.handler(({ input, context }) => cancelByPerson(deps, context.access, input)),
  };
}
