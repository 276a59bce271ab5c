import { useSuspenseQuery } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { useSession } from "../../../app/session.ts";
import { whyNot } from "../../../app/who-may.ts";
import { Page } from "../../../ui/page.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { EngageSection } from "../../engage/index.ts";
import { ArbiterTabs } from "../arbiter-tabs.tsx";
import { RulesEditor } from "./rules-editor.tsx";

/** What the arbiter goes by, as data: every rule, its difference to the default, and who changed it last. */
export function RulesPage() {
  const { data } = useSuspenseQuery(api.arbiter.rules.queryOptions({ staleTime: 0 }));
  const { permissions, role } = useSession();
  const mayWrite = permissions.includes("arbiter:write");
  return (
    <EngageSection>
      <Page
        title="Arbiter"
        description={
          <>
            {data.version === 0 ? (
              "The rules as they come: nobody changed them yet."
            ) : (
              <>
                Version {data.version} of the rules, changed <TimeAgo at={data.updatedAt} /> by {data.updatedBy}.
              </>
            )}
            {mayWrite ? "" : ` ${whyNot("arbiter:write", role)}`}
          </>
        }
      >
        <ArbiterTabs />
        <RulesEditor state={data} mayWrite={mayWrite} />
      </Page>
    </EngageSection>
  );
}
