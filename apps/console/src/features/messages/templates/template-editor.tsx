import { Button } from "@mantine/core";
import type { Template } from "@throughline/contract";
import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { useCan } from "../../../app/session.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { Page } from "../../../ui/page.tsx";
import { TextLink } from "../../../ui/text-link.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { messageChannelWords } from "../message-words.ts";
import classes from "../messages.module.css";
import { ContentFields } from "./content-fields.tsx";
import { localesOf } from "./edit-content.ts";
import { LocaleTabs } from "./locale-tabs.tsx";
import { contextOf, PreviewPane } from "./preview-pane.tsx";
import { TemplateMenu } from "./template-menu.tsx";
import { TemplateStatus } from "./template-status.tsx";
import { TestDialog } from "./test-dialog.tsx";
import { useTemplateDraft } from "./use-template-draft.ts";

/** The draft being edited, the language that is open (`?locale=`), and the person it is previewed for (`?as=`). */
export function TemplateEditor({ template }: { template: Template }) {
  const state = useListState();
  const mayWrite = useCan("flows:write");
  const draft = useTemplateDraft(template);
  const [isTesting, setTesting] = useState(false);
  const [event, setEvent] = useState("{}");
  const { content, isChanged, conflict, failure } = draft;
  const locales = localesOf(content);
  const locale = locales.find((one) => one === state.filter("locale")) ?? content.fallback;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: isChanged,
    withResolver: true,
  });
  return (
    <Page
      title={template.name}
      badges={
        <>
          <Chip>{messageChannelWords[template.channel]}</Chip>
          <TemplateStatus template={template} />
        </>
      }
      description={
        <>
          Changed <TimeAgo at={template.updatedAt} /> by {template.updatedBy} · sent {template.sent} times in 28 days ·{" "}
          <TextLink to={`/engage/messages?template=${encodeURIComponent(template.key)}`} className="underlined">
            what was sent
          </TextLink>
        </>
      }
      actions={
        <>
          <AllowedButton
            permission="flows:write"
            unless={template.channel === "in_app" ? "A message of the inbox has no address: the preview shows what it says." : null}
            onClick={() => setTesting(true)}
          >
            Send a test…
          </AllowedButton>
          <AllowedButton
            permission="flows:write"
            loading={draft.isSaving}
            unless={conflict ? "Choose first what becomes of the other change." : isChanged ? null : "Nothing is changed."}
            onClick={draft.save}
          >
            Save
          </AllowedButton>
          <AllowedButton
            permission="flows:write"
            variant="filled"
            loading={draft.isPublishing}
            unless={
              conflict
                ? "Choose first what becomes of the other change."
                : isChanged || template.hasChanges || template.version === null
                  ? null
                  : "It is published as it is."
            }
            onClick={draft.publish}
          >
            {isChanged ? "Save and publish" : "Publish"}
          </AllowedButton>
          <TemplateMenu template={template} />
        </>
      }
    >
      {conflict ? (
        <div className={classes.conflict} role="alert">
          <p>{conflict}</p>
          <Button size="xs" onClick={draft.keepMine}>
            Keep mine
          </Button>
          <Button size="xs" onClick={draft.takeTheirs}>
            Take theirs
          </Button>
        </div>
      ) : null}
      {failure ? (
        <p role="alert" className={classes.bleeds}>
          {failure}
        </p>
      ) : null}
      <div className={classes.editor}>
        <Card title="What it says" hint={isChanged ? <Chip tone="accent">not saved</Chip> : undefined}>
          <div className={classes.details}>
            <LocaleTabs
              content={content}
              locale={locale}
              disabled={!mayWrite}
              onOpen={(next) => state.set({ locale: next })}
              onChange={draft.change}
            />
            <ContentFields content={content} locale={locale} disabled={!mayWrite} onChange={draft.change} />
          </div>
        </Card>
        <PreviewPane content={content} locale={locale} state={state} event={event} onEvent={setEvent} />
      </div>
      <TestDialog
        template={template}
        locale={locale}
        person={state.filter("as")}
        context={contextOf(event)}
        isChanged={isChanged}
        opened={isTesting}
        onClose={() => setTesting(false)}
      />
      <ConfirmDialog
        opened={blocker.status === "blocked"}
        onClose={() => blocker.reset?.()}
        title="Leave without saving?"
        confirmLabel="Leave"
        destructive
        onConfirm={() => blocker.proceed?.()}
      >
        What you changed in {template.name} is not saved.
      </ConfirmDialog>
    </Page>
  );
}
