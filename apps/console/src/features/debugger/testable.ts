import type { Source } from "@throughline/contract";

/** The sources that a test event can be sent to, those that SDKs feed first. */
export function testable(sources: readonly Source[]): Source[] {
  return sources.filter(({ enabled }) => enabled).toSorted((a, b) => Number(isFedByUs(a)) - Number(isFedByUs(b)));
}

const isFedByUs = ({ kind }: Source) => kind === "import" || kind === "sample";
