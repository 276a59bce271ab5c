const asking =
  /^(?:how|what|which|who|where|when|why|do|does|did|is|are|show|count|number|average|median|sum|top|compare|conversion|retention|funnel|paths?)\b/i;
const aboutTimeOrGroups = /\b(?:per|by|last|past|since|this|between|vs|from)\b/i;

/** Whether what was typed asks for a figure rather than names a place, a person or an account. */
export function looksLikeQuestion(text: string): boolean {
  const words = text.trim().split(/\s+/).filter(Boolean);
  if (words.length >= 2 && text.trim().endsWith("?")) return true;
  return words.length >= 3 && (asking.test(text.trim()) || aboutTimeOrGroups.test(text));
}
