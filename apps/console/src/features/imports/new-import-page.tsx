import { Button, Progress, SegmentedControl } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatBytes, formatShare } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { DropZone } from "./drop-zone.tsx";
import { kindWords, type ImportKind } from "./import-status.tsx";
import classes from "./imports.module.css";
import { uploadFile } from "./upload-file.ts";

const expectations: Record<ImportKind | "guess", string> = {
  guess: "Events have a name and a time, people an id or an e-mail, accounts a key. You can change the guess afterwards.",
  events: "Each row is something that happened: its name, whose (user or device id), when, and any properties.",
  people: "Each row is a person: an id or an e-mail, and any traits.",
  accounts: "Each row is a company: its key, and any traits.",
};

/** Choose a file, see it being sent; then its columns are looked over on the import's own page. */
export function NewImportPage() {
  const mayImport = useCan("data:write");
  if (!mayImport) {
    return (
      <Page title="New import">
        <EmptyState title="You may not import" action={<LinkButton to="/data/imports">Back to the imports</LinkButton>}>
          Ask an owner, an admin or an editor of this workspace.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title="New import"
      description="CSV, with or without a header line, or JSON lines, in UTF-8. Nothing is taken before you have looked at it."
      width="narrow"
    >
      <UploadForm />
    </Page>
  );
}

function UploadForm() {
  const [kind, setKind] = useState<ImportKind | "guess">("guess");
  const [sent, setSent] = useState(0);
  const [file, setFile] = useState<File | null>(null);
  const abort = useRef<AbortController | null>(null);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const kindId = useId();
  const upload = useMutation({
    mutationFn: (chosen: File) => {
      abort.current = new AbortController();
      return uploadFile({ file: chosen, kind: kind === "guess" ? undefined : kind, signal: abort.current.signal, onProgress: setSent });
    },
    onSuccess: async ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: api.imports.list.key() });
      await navigate({ to: `/data/imports/${id}` });
    },
  });
  useEffect(() => () => abort.current?.abort(), []);
  const choose = (chosen: File) => {
    setFile(chosen);
    setSent(0);
    upload.mutate(chosen);
  };
  const stopped = upload.error instanceof DOMException && upload.error.name === "AbortError";

  if (upload.isPending && file) return <Sending file={file} sent={sent} onStop={() => abort.current?.abort()} />;
  return (
    <>
      <Card>
        <div className={classes.kind}>
          <span id={kindId} className={classes.kindLabel}>
            What is in the file?
          </span>
          <SegmentedControl
            aria-labelledby={kindId}
            value={kind}
            onChange={(value) => setKind(value as ImportKind | "guess")}
            data={[{ value: "guess", label: "Guess" }, ...Object.entries(kindWords).map(([value, label]) => ({ value, label }))]}
          />
          <p className="dim small">{expectations[kind]}</p>
        </div>
      </Card>
      <DropZone onFile={choose} />
      {upload.error ? (
        <p role="alert" className={stopped ? "dim" : classes.bleeds}>
          {stopped ? "Stopped; nothing was kept." : `${file?.name ?? "The file"} could not be taken: ${upload.error.message}`}
        </p>
      ) : null}
    </>
  );
}

function Sending({ file, sent, onStop }: { file: File; sent: number; onStop: () => void }) {
  const share = file.size === 0 ? 1 : sent / file.size;
  return (
    <Card>
      <div className={classes.sending} role="status">
        <b className={classes.fileName}>{file.name}</b>
        <Progress value={share * 100} aria-label="Sent" />
        <span className="dim small numbers">
          {share < 1 ? `${formatBytes(sent)} of ${formatBytes(file.size)} sent · ${formatShare(share)}` : "Sent. Looking at the columns…"}
        </span>
        <div>
          <Button onClick={onStop}>Stop</Button>
        </div>
      </div>
    </Card>
  );
}
