import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Person } from "@throughline/contract";
import { useCan } from "../../app/session.ts";
import { formatDateTime } from "../../ui/format-time.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { describeEvidence, type Evidence } from "./describe-evidence.ts";
import { UnmergeDialog } from "./unmerge-dialog.tsx";
import { useSourceName } from "./use-source-name.ts";

/** One reason to believe in an identifier: the sentence, when, from which source, in which message. Explicit merges can be taken back. */
export function EvidenceItem({
  kind,
  evidence,
  person,
}: {
  kind: Person["identifiers"][number]["kind"];
  evidence: Evidence;
  person: Person;
}) {
  const timeZone = useTimeZone();
  const sourceName = useSourceName();
  const mayUnmerge = useCan("people:write");
  const [asking, ask] = useDisclosure(false);
  const { at, sourceId, messageId, mergeId } = evidence;
  return (
    <li>
      <div>{describeEvidence(kind, evidence)}</div>
      <div className="faint small">
        <time dateTime={at}>{formatDateTime(new Date(at), timeZone)}</time>
        {sourceId ? ` · ${sourceName(sourceId) ?? "a source that is gone"}` : ""}
        {messageId ? (
          <>
            {" · "}
            <TextLink
              to={`/people/${person.id}?${new URLSearchParams({ entry: messageId, around: at })}`}
              className="underlined"
              title={messageId}
            >
              message {messageId.length > 24 ? `${messageId.slice(0, 22)}…` : messageId}
            </TextLink>
          </>
        ) : null}
      </div>
      {mergeId && mayUnmerge ? (
        <>
          <Button size="xs" mt={6} onClick={ask.open}>
            Un-merge…
          </Button>
          <UnmergeDialog
            person={person}
            mergeId={mergeId}
            sentence={describeEvidence(kind, evidence)}
            opened={asking}
            onClose={ask.close}
          />
        </>
      ) : null}
    </li>
  );
}
