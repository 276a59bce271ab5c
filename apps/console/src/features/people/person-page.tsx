import { SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { api } from "../../app/api.ts";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { Page } from "../../ui/page.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { PersonActions } from "./person-actions.tsx";
import { PersonBadges, PersonLine } from "./person-header.tsx";
import { PersonFacts } from "./person-facts.tsx";
import classes from "./person.module.css";
import { personTitle } from "../../ui/person-title.ts";
import { PersonTimeline } from "./timeline/person-timeline.tsx";

/** The customer's whole story before the first reply: who they are, why we believe it, and everything that happened. */
export function PersonPage() {
  const { personId = "" } = useParams({ strict: false });
  const { data: person } = useSuspenseQuery(api.people.get.queryOptions({ input: { id: personId } }));
  const { filter, set } = useListState();
  const navigate = useNavigate();
  const narrow = useMediaQuery("(max-width: 1080px)", false, { getInitialValueInEffect: false });
  const showsFacts = filter("view") === "facts";

  // An id that was merged into another person leads to that person.
  useEffect(() => {
    if (person.id !== personId)
      void navigate({
        to: "/people/$personId",
        params: { personId: person.id },
        search: (before: Record<string, unknown>) => before,
        replace: true,
      });
  }, [person.id, personId, navigate]);

  return (
    <Page
      title={personTitle(person)}
      badges={<PersonBadges person={person} />}
      description={<PersonLine person={person} />}
      actions={<PersonActions person={person} onMerge={() => set({ merge: "choose" })} />}
    >
      {narrow ? (
        <SegmentedControl
          fullWidth
          aria-label="What is shown"
          data={[
            { value: "story", label: "Timeline" },
            { value: "facts", label: "Who they are" },
          ]}
          value={showsFacts ? "facts" : "story"}
          onChange={(view) => set({ view: view === "facts" ? view : undefined })}
        />
      ) : null}
      <div className={classes.columns}>
        {narrow && !showsFacts ? null : <PersonFacts person={person} onCompare={(id) => set({ merge: id })} />}
        {narrow && showsFacts ? null : <PersonTimeline key={person.id} person={person} />}
      </div>
      <MergeDialog person={person} choice={filter("merge")} onChoice={(merge) => set({ merge })} />
    </Page>
  );
}
