import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import classes from "./ask.module.css";

/** Questions that this workspace can answer. They are a help, not the page: while they load, or where there are none, nothing stands in their place. */
export function AskExamples({ onExample }: { onExample: (question: string) => void }) {
  const { data } = useQuery(api.ask.examples.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  if (!data || data.items.length === 0) return null;
  return (
    <div className={classes.chips} role="group" aria-label="Questions to begin with">
      {data.items.map((question) => (
        <Button key={question} variant="default" size="compact-sm" className={classes.example} onClick={() => onExample(question)}>
          {question}
        </Button>
      ))}
    </div>
  );
}
