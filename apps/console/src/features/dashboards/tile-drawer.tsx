import { Button, Group, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { describeQuery, type JourneyQuery, type Query, type SavedQuery, type Tile } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { firstQuery, QueryBuilder, type ExplorerQuery } from "../insights/index.ts";
import classes from "./dashboards.module.css";

/** A tile without its place. */
export type TileContent =
  | { kind: "query"; title: string; query: Query }
  | { kind: "saved"; saved: SavedQuery }
  | { kind: "text"; text: string };
type TileDrawerProps = {
  /** The tile that is changed, "new" for another one, null while closed. */
  tile: Tile | "new" | null;
  onClose: () => void;
  onDone: (content: TileContent) => void;
};

/** Makes a tile or changes what one shows. */
export function TileDrawer({ tile, onClose, onDone }: TileDrawerProps) {
  return (
    <SideDrawer opened={tile !== null} onClose={onClose} title={tile === "new" ? "Add a tile" : "Change the tile"} size={480}>
      {tile === null ? null : <TileForm key={tile === "new" ? "new" : tile.id} tile={tile} onDone={onDone} />}
    </SideDrawer>
  );
}

const kinds = [
  { value: "saved", label: "Saved query" },
  { value: "query", label: "New question" },
  { value: "journey", label: "Journey" },
  { value: "text", label: "Text" },
];
type Kind = Tile["kind"] | "journey";
const kindOf = (tile: Tile): Kind => (tile.kind === "query" && tile.query.kind === "journey" ? "journey" : tile.kind);

function TileForm({ tile, onDone }: { tile: Tile | "new"; onDone: (content: TileContent) => void }) {
  const old = tile === "new" ? null : tile;
  const saved = useQuery(api.savedQueries.list.queryOptions());
  const [chosen, setKind] = useState<Kind | null>(old ? kindOf(old) : null);
  // Where nothing is saved there is nothing to choose from: one begins with a question.
  const kind = chosen ?? (saved.data?.items.length === 0 ? "query" : "saved");
  const [title, setTitle] = useState(old?.kind === "query" ? old.title : "");
  const [query, setQuery] = useState<ExplorerQuery>(old?.kind === "query" && old.query.kind !== "journey" ? old.query : firstQuery());
  const [text, setText] = useState(old?.kind === "text" ? old.text : "");
  return (
    <div className={classes.form}>
      {old ? null : (
        <SegmentedControl aria-label="What the tile shows" data={kinds} value={kind} onChange={(value) => setKind(value as Kind)} />
      )}
      {kind === "saved" ? <SavedChoices onChoose={(saved) => onDone({ kind, saved })} /> : null}
      {kind === "journey" ? (
        <JourneyChoices
          old={old?.kind === "query" && old.query.kind === "journey" ? old.query : null}
          onChoose={(chosen) => onDone(chosen)}
        />
      ) : null}
      {kind === "text" ? (
        <Textarea
          label="Text"
          description="# begins a heading, - a list."
          autosize
          minRows={6}
          maxLength={10_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : null}
      {kind === "query" ? (
        <>
          <TextInput
            label="Title"
            description="What it asks, in a few words."
            placeholder={describeQuery(query)}
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <QueryBuilder query={query} onChange={setQuery} />
        </>
      ) : null}
      {kind === "saved" || kind === "journey" ? null : (
        <Group>
          <Button
            variant="filled"
            disabled={kind === "text" && text.trim() === ""}
            onClick={() =>
              onDone(kind === "text" ? { kind, text } : { kind, title: title.trim() || describeQuery(query).slice(0, 120), query })
            }
          >
            {old ? "Change" : "Add"}
          </Button>
        </Group>
      )}
    </div>
  );
}

/** A tile shows a journey over its last four weeks, unless the dashboard says another time. */
function JourneyChoices({ old, onChoose }: { old: JourneyQuery | null; onChoose: (content: TileContent) => void }) {
  const { data, error, refetch } = useQuery(api.journeys.list.queryOptions());
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton />;
  if (data.items.length === 0) return <p className="dim">No journey is defined yet: begin with one on the page Journeys.</p>;
  const queryOf = (journey: string): JourneyQuery =>
    old ? { ...old, journey } : { kind: "journey", journey, range: { last: { value: 28, unit: "day" } } };
  return (
    <div className={classes.choices}>
      {data.items.map(({ key, name, description }) => (
        <button
          key={key}
          type="button"
          className={classes.choice}
          onClick={() => onChoose({ kind: "query", title: name.slice(0, 120), query: queryOf(key) })}
        >
          <span>{name}</span>
          <span className="small dim">{description}</span>
        </button>
      ))}
    </div>
  );
}

function SavedChoices({ onChoose }: { onChoose: (saved: SavedQuery) => void }) {
  const [search, setSearch] = useState("");
  const { data, error, refetch } = useQuery(api.savedQueries.list.queryOptions());
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton />;
  if (data.items.length === 0) return <p className="dim">No query is saved yet. Save one from the explorer, or ask a new question here.</p>;
  const found = data.items.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(search.toLowerCase()));
  return (
    <>
      <TextInput
        aria-label="Search saved queries"
        placeholder="Search saved queries"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.choices}>
        {found.map((saved) => (
          <button key={saved.id} type="button" className={classes.choice} onClick={() => onChoose(saved)}>
            <span>{saved.name}</span>
            <span className="small dim">{saved.description || describeQuery(saved.query)}</span>
          </button>
        ))}
        {found.length === 0 ? <p className="dim">None is called like this.</p> : null}
      </div>
    </>
  );
}
