import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMaximize } from "@tabler/icons-react";
import { useEffect } from "react";

/**
 * Shows the tiles alone on the whole screen. The document itself takes the screen, not the grid: menus and drawers of tiles lie outside of the grid
 * and must be seen. `tile.module.css` hides the rest.
 */
export function FullScreenButton() {
  useEffect(() => () => void (document.fullscreenElement && document.exitFullscreen()), []);
  if (!document.fullscreenEnabled) return null;
  return (
    <Tooltip label="Full screen">
      <ActionIcon aria-label="Full screen" onClick={() => void document.documentElement.requestFullscreen()}>
        <IconMaximize size={17} />
      </ActionIcon>
    </Tooltip>
  );
}
