import { Button, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { Card } from "../../../ui/card.tsx";
import { LinkButton } from "../../../ui/link-button.tsx";
import { Page } from "../../../ui/page.tsx";

type RenameFormProps = {
  title: string;
  first: string;
  backTo: string;
  save: { mutate: (name: string) => void; isPending: boolean; error: Error | null };
};

/** Another name for a static segment. */
export function RenameForm({ title, first, backTo, save }: RenameFormProps) {
  const [name, setName] = useState(first);
  const [tried, setTried] = useState(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "") save.mutate(name.trim());
  };
  const refused = save.error instanceof ApiError ? (save.error.issueOf("name") ?? save.error.message) : save.error?.message;
  return (
    <form onSubmit={onSubmit} aria-label={title} noValidate>
      <Page
        title={title}
        description="Who is in it stays as it was saved."
        width="narrow"
        actions={
          <>
            <LinkButton to={backTo}>Cancel</LinkButton>
            <Button type="submit" variant="filled" loading={save.isPending}>
              Save
            </Button>
          </>
        }
      >
        <Card>
          <TextInput
            label="Name"
            autoFocus
            maxLength={200}
            value={name}
            error={tried && name.trim() === "" ? "Give it a name." : refused}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Card>
      </Page>
    </form>
  );
}
