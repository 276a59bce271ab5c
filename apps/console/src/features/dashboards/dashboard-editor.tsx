import { Alert, Button, TextInput } from "@mantine/core";
import type { Dashboard, DashboardFilters, Tile } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Page } from "../../ui/page.tsx";
import { DashboardGrid } from "./dashboard-grid.tsx";
import classes from "./dashboards.module.css";
import { FiltersBar } from "./filters-bar.tsx";
import { TileDrawer } from "./tile-drawer.tsx";
import { useDashboardDraft } from "./use-dashboard-draft.ts";

type DashboardEditorProps = {
  dashboard: Dashboard;
  filters: DashboardFilters;
  onFilters: (filters: DashboardFilters) => void;
  /** Saved or given up. */
  onDone: () => void;
};

/** A dashboard while it is changed. Nothing is kept before it is saved; the filters of the moment are saved with it. */
export function DashboardEditor({ dashboard, filters, onFilters, onDone }: DashboardEditorProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<Tile | "new" | null>(null);
  const { draft, ...edit } = useDashboardDraft(dashboard, onDone);
  return (
    <Page
      title={`Edit ${dashboard.name}`}
      description="Drag tiles by their handle, or move them with the arrow keys; with Shift the keys resize."
      actions={
        <>
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened("new")}>
            Add a tile
          </Button>
          <Button onClick={onDone}>Cancel</Button>
          <Button variant="filled" loading={edit.isSaving} disabled={draft.name.trim() === ""} onClick={() => edit.save(filters)}>
            Save
          </Button>
        </>
      }
    >
      {edit.isConflict ? (
        <Alert color="bleed" title="Somebody else changed this dashboard after you opened it">
          Your changes are still here, and nothing was overwritten. Save yours in place of theirs, or cancel to see theirs.
          <Button mt={8} onClick={() => void edit.overwrite(filters)}>
            Save mine in place of theirs
          </Button>
        </Alert>
      ) : null}
      <div className={classes.names}>
        <TextInput label="Name" maxLength={120} value={draft.name} onChange={(event) => edit.rename(event.currentTarget.value)} />
        <TextInput
          label="What it is about"
          maxLength={1000}
          value={draft.description}
          onChange={(event) => edit.describe(event.currentTarget.value)}
        />
      </div>
      <FiltersBar filters={filters} onChange={onFilters} />
      <DashboardGrid
        tiles={draft.tiles}
        savedQueries={edit.savedQueries}
        filters={filters}
        grid={grid}
        edits={{ onPlace: edit.place, onEdit: setOpened, onRemove: edit.remove }}
      />
      <TileDrawer
        tile={opened}
        onClose={() => setOpened(null)}
        onDone={(content) => {
          edit.put(content, opened === "new" || opened === null ? null : opened.id);
          setOpened(null);
        }}
      />
    </Page>
  );
}
