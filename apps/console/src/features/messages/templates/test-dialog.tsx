import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import type { Template } from "@throughline/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { useSession } from "../../../app/session.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Status } from "../../../ui/chip.tsx";
import classes from "../messages.module.css";
import { localeName } from "./edit-content.ts";

type TestDialogProps = {
  template: Template;
  locale: string;
  person: string | undefined;
  /** What let them in, as the preview has it. */
  context: Record<string, unknown>;
  isChanged: boolean;
  opened: boolean;
  onClose: () => void;
};

const outcomes = {
  sent: { tone: "good", words: "Sent" },
  failed: { tone: "bleed", words: "Not sent" },
  unknown: { tone: "warn", words: "Nobody knows whether it arrived" },
} as const;

/** Sends the saved draft to oneself. Nothing of it stands on anybody's timeline. */
export function TestDialog({ template, locale, person, context, isChanged, opened, onClose }: TestDialogProps) {
  const { user } = useSession();
  const [to, setTo] = useState("");
  const isMail = template.channel === "email";
  const send = useMutation(api.messages.test.mutationOptions({}));
  const close = () => {
    send.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title="Send a test" size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ key: template.key, locale, person, context, ...(isMail ? {} : { to: to.trim() }) });
        }}
      >
        <Stack gap={16}>
          <p className="dim">
            The saved draft in {localeName(locale)}
            {person === undefined ? ", rendered for nobody" : ", as the person of the preview gets it"}
            {isMail ? `, to ${user?.email ?? "your address"}` : ""}.{isChanged ? " What is not saved yet is not in it." : ""}
          </p>
          {isMail ? null : (
            <TextInput
              label={
                template.channel === "webhook" ? "Address to be called" : template.channel === "sms" ? "Number" : "Device token or user"
              }
              data-autofocus
              maxLength={2000}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          )}
          {send.data ? (
            <p role="status">
              <Status tone={outcomes[send.data.state].tone}>
                {outcomes[send.data.state].words} to {send.data.to}
              </Status>
              {send.data.reason ? <span className="dim small"> {send.data.reason}</span> : null}
            </p>
          ) : null}
          {send.error ? (
            <p role="alert" className={classes.bleeds}>
              {send.error.message}
            </p>
          ) : null}
          <Group justify="flex-end" gap={8}>
            <Button onClick={close}>Close</Button>
            <AllowedButton
              permission="flows:write"
              type="submit"
              variant="filled"
              loading={send.isPending}
              unless={!isMail && to.trim() === "" ? "Say where it goes." : null}
            >
              Send it
            </AllowedButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
