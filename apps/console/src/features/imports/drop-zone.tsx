import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useRef, useState, type DragEvent } from "react";
import classes from "./imports.module.css";

/** A place to drop a file, and a button that opens the file chooser. */
export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === "dragover" || event.type === "dragenter");
  };
  const drop = (event: DragEvent) => {
    drag(event);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div className={classes.drop} data-over={over || undefined} onDragEnter={drag} onDragOver={drag} onDragLeave={drag} onDrop={drop}>
      <IconFileUpload size={30} stroke={1.5} aria-hidden="true" />
      <div>
        <b>Drop a file here</b>
        <p className="dim small">CSV or JSON lines; the size does not matter, it is read as a stream.</p>
      </div>
      <Button variant="filled" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        aria-label="File to import"
        tabIndex={-1}
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,text/csv,application/x-ndjson"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
