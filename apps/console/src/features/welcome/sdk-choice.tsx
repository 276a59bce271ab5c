import type { SdkId } from "./sdk-id.ts";
import { sdks } from "./sdks.ts";
import classes from "./welcome.module.css";

/** The SDKs as cards; one is chosen. */
export function SdkChoice({ chosen, onChoose }: { chosen: SdkId | null; onChoose: (id: SdkId) => void }) {
  return (
    <div className={classes.sdks} role="radiogroup" aria-label="What sends the events">
      {sdks.map(({ id, label, hint }) => (
        <label key={id} className={classes.sdk} data-chosen={chosen === id || undefined}>
          <input type="radio" name="sdk" className="visually-hidden" checked={chosen === id} onChange={() => onChoose(id)} />
          <span className={classes.sdkLabel}>{label}</span>
          <span className="dim small truncate">{hint}</span>
        </label>
      ))}
    </div>
  );
}
