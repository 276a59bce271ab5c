import type { NameOf, Predicate } from "@throughline/contract";
import { TextLink } from "../../ui/text-link.tsx";
import { asSentence, contraryOf, inWords } from "./segment-words.ts";
import classes from "./segments.module.css";

/** A definition as it reads: conditions below each other, groups set in, other segments to be opened. */
export function PredicateWords({ predicate, nameOf }: { predicate: Predicate; nameOf: NameOf }) {
  const [title, parts] = groupOf(predicate);
  if (title === null) return <Leaf node={predicate} nameOf={nameOf} />;
  return (
    <div className={classes.words}>
      <p className="dim small">{title}</p>
      <ul>
        {parts.map((part, index) => (
          <li key={index}>
            <PredicateWords predicate={part} nameOf={nameOf} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function groupOf(node: Predicate): [title: string | null, parts: readonly Predicate[]] {
  if ("all" in node) return node.all.length === 0 ? [null, []] : [node.all.length === 1 ? "This" : "All of these", node.all];
  if ("any" in node) return node.any.length === 0 ? [null, []] : ["Any of these", node.any];
  if ("not" in node) {
    if ("any" in node.not) return ["None of these", node.not.any];
    return isGroup(node.not) ? ["Not this", [node.not]] : [null, []];
  }
  return [null, []];
}

const isGroup = (node: Predicate) => "all" in node || "any" in node || "not" in node;

function Leaf({ node, nameOf }: { node: Predicate; nameOf: NameOf }) {
  const leaf = "not" in node ? node.not : node;
  const text = inWords(leaf, nameOf);
  if ("peopleIn" in leaf) {
    const words = inWords({ ...leaf, peopleIn: "" }, () => "").trimEnd();
    return (
      <p className={classes.leaf}>
        {asSentence("not" in node ? contraryOf(words) : words)} <SegmentLink segment={leaf.peopleIn} nameOf={nameOf} />
      </p>
    );
  }
  if (!("segment" in leaf)) return <p className={classes.leaf}>{asSentence("not" in node ? contraryOf(text) : text)}</p>;
  return (
    <p className={classes.leaf}>
      {"not" in node ? "Is not in the segment" : "Is in the segment"} <SegmentLink segment={leaf.segment} nameOf={nameOf} />
    </p>
  );
}

const SegmentLink = ({ segment, nameOf }: { segment: string; nameOf: NameOf }) => (
  <TextLink to={`/segments/${encodeURIComponent(segment)}`} className="underlined">
    {nameOf({ segment })}
  </TextLink>
);
