import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { IconPlugConnected, IconTelescope } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { api } from "../../app/api.ts";
import { notifyFailure } from "../../app/notify.ts";
import { useSession } from "../../app/session.ts";
import { useSwitchWorkspace } from "../../app/shell/use-switch-workspace.ts";
import { Page } from "../../ui/page.tsx";
import classes from "./welcome.module.css";

/** The first choice: look around with sample data, or connect one's own product. */
export function WelcomePage() {
  return (
    <Page
      title="Where do you want to start?"
      description="You can do both: sample data lives in a workspace of its own and never mixes with yours."
    >
      <div className={classes.choices}>
        <ExploreSample />
        <ConnectProduct />
      </div>
    </Page>
  );
}

function ExploreSample() {
  const { workspaces } = useSession();
  const switchTo = useSwitchWorkspace();
  const create = useMutation(
    api.workspace.create.mutationOptions({ onSuccess: ({ id }) => switchTo(id), onError: notifyFailure("Could not create the workspace") }),
  );
  const sample = workspaces.find(({ isSample }) => isSample);
  const open = () =>
    sample
      ? void switchTo(sample.id)
      : create.mutate({ name: "Sample company", sample: true, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  return (
    <section className={classes.choice} aria-labelledby="explore">
      <span className={classes.icon}>
        <IconTelescope size={22} stroke={1.6} aria-hidden="true" />
      </span>
      <h2 id="explore">Explore the sample company</h2>
      <p className="dim">
        About 300 accounts and 2,500 people over 90 days, on every channel, with stories to find: a release that made people stall, a
        complaint that crosses three channels, accounts that fade before they leave.
      </p>
      <div className={classes.choiceAction}>
        <Button onClick={open} loading={create.isPending}>
          Open the sample company
        </Button>
      </div>
    </section>
  );
}

function ConnectProduct() {
  const { workspace, workspaces } = useSession();
  const own = workspace.isSample ? workspaces.find(({ isSample }) => !isSample) : workspace;
  return (
    <section className={classes.choice} aria-labelledby="connect">
      <span className={classes.icon} data-accent>
        <IconPlugConnected size={22} stroke={1.6} aria-hidden="true" />
      </span>
      <h2 id="connect">Connect my product</h2>
      <p className="dim">
        Keep the SDK that you already have and change its host, or take ours: one script tag. You see the first event arrive here, and whose
        it is.
      </p>
      <div className={classes.choiceAction}>
        {own ? <ConnectTo id={own.id} name={own.name} current={own.id === workspace.id} /> : <NewWorkspace />}
      </div>
    </section>
  );
}

function ConnectTo({ id, name, current }: { id: string; name: string; current: boolean }) {
  const navigate = useNavigate();
  const switchTo = useSwitchWorkspace();
  const go = () => (current ? void navigate({ to: "/welcome/connect" }) : void switchTo(id, "/welcome/connect"));
  return (
    <Button variant="filled" onClick={go}>
      Connect to {name}
    </Button>
  );
}

function NewWorkspace() {
  const switchTo = useSwitchWorkspace();
  const [name, setName] = useState("");
  const create = useMutation(
    api.workspace.create.mutationOptions({
      onSuccess: ({ id }) => switchTo(id, "/welcome/connect"),
      onError: notifyFailure("Could not create the workspace"),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, sample: false });
  };
  return (
    <form onSubmit={submit} className={classes.newWorkspace}>
      <TextInput
        label="Your company or product"
        required
        withAsterisk={false}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={create.isPending} disabled={name.trim() === ""}>
        Create its workspace
      </Button>
    </form>
  );
}
