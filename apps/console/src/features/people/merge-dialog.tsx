import { Modal } from "@mantine/core";
import type { Person } from "@throughline/contract";
import { MergeComparison } from "./merge-comparison.tsx";
import { PickPerson } from "./pick-person.tsx";
import { personTitle } from "../../ui/person-title.ts";

type MergeDialogProps = {
  person: Person;
  /** `choose`, or the id of the other person; undefined closes. Kept in the URL by the page. */
  choice: string | undefined;
  onChoice: (choice: string | undefined) => void;
};

/** Says that two people are one: find the other, compare, confirm. */
export function MergeDialog({ person, choice, onChoice }: MergeDialogProps) {
  const close = () => onChoice(undefined);
  return (
    <Modal
      opened={choice !== undefined}
      onClose={close}
      title={choice === "choose" ? `Merge ${personTitle(person)} with…` : "Are they one person?"}
      size={choice === "choose" ? 520 : 760}
    >
      {choice === "choose" ? <PickPerson without={person.id} onPick={onChoice} /> : null}
      {choice !== undefined && choice !== "choose" ? (
        <MergeComparison key={choice} here={person} otherId={choice} onBack={() => onChoice("choose")} onDone={close} />
      ) : null}
    </Modal>
  );
}
