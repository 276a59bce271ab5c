/**
 * A formula over the series of a trends query: letters A to J (either case) stand for the series in order; numbers, `+ - * /`, signs and parentheses.
 *
 *   sum    = term { ("+" | "-") term }
 *   term   = factor { ("*" | "/") factor }
 *   factor = number | letter | "(" sum ")" | ("-" | "+") factor
 */
export type Formula = {
  /** Which series it needs, as indexes in ascending order. */
  series: number[];
  /** Its value for one interval. A value that is missing makes it null, and so does division by zero or a result that is not finite. */
  evaluate(values: readonly (number | null | undefined)[]): number | null;
};
/** Why a formula cannot be read; `position` counts characters from 0. */
export type FormulaIssue = { message: string; position: number };

type Node = (values: readonly (number | null | undefined)[]) => number | null;
type Token = { text: string; position: number };

const maxDepth = 50;
const letters = "ABCDEFGHIJ";

class FormulaError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** Reads a formula about `seriesCount` series. */
export function parseFormula(text: string, seriesCount: number): { formula: Formula } | { issue: FormulaIssue } {
  try {
    const used = new Set<number>();
    const tokens = tokensOf(text);
    const node = readAll(tokens, seriesCount, used, text.length);
    return {
      formula: {
        series: [...used].sort((a, b) => a - b),
        evaluate(values) {
          const result = node(values);
          return result === null || !Number.isFinite(result) ? null : result;
        },
      },
    };
  } catch (error) {
    if (error instanceof FormulaError) return { issue: { message: error.message, position: error.position } };
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  const pattern = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|([A-Za-z])|([-+*/()]))/y;
  const tokens: Token[] = [];
  while (pattern.lastIndex < text.trimEnd().length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      const position = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
      throw new FormulaError(`"${text.slice(position, position + 1)}" is not part of a formula`, position);
    }
    const token = match[1] ?? match[2] ?? match[3] ?? "";
    tokens.push({ text: token.toUpperCase(), position: pattern.lastIndex - token.length });
  }
  return tokens;
}

function readAll(tokens: Token[], seriesCount: number, used: Set<number>, length: number): Node {
  let next = 0;
  const peek = () => tokens[next]?.text;
  const fail = (message: string): never => {
    throw new FormulaError(message, tokens[next]?.position ?? length);
  };
  const readOperators = (operators: string, read: (depth: number) => Node, depth: number): Node => {
    let left = read(depth);
    for (let operator = peek(); operator !== undefined && operators.includes(operator); operator = peek()) {
      next++;
      left = combine(operator, left, read(depth));
    }
    return left;
  };
  const readSum = (depth: number): Node => readOperators("+-", readTerm, depth);
  const readTerm = (depth: number): Node => readOperators("*/", readFactor, depth);
  const readFactor = (depth: number): Node => {
    const token = peek() ?? fail("ends where a number, a series or a parenthesis is expected");
    if (depth > maxDepth) fail("is nested too deeply");
    if (token === "-" || token === "+") {
      next++;
      const inner = readFactor(depth + 1);
      return token === "+" ? inner : combine("-", () => 0, inner);
    }
    if (token === "(") {
      next++;
      const inner = readSum(depth + 1);
      if (peek() !== ")") fail("lacks a closing parenthesis");
      next++;
      return inner;
    }
    if (/^[\d.]/.test(token)) {
      next++;
      const value = Number(token);
      return () => value;
    }
    const series = letters.indexOf(token);
    if (!/^[A-Z]$/.test(token)) fail(`"${token}" stands where a number, a series or a parenthesis is expected`);
    if (series < 0 || series >= seriesCount) fail(`there is no series ${token}`);
    next++;
    used.add(series);
    return (values) => values[series] ?? null;
  };
  const node = readSum(0);
  if (next < tokens.length) fail(`"${peek()}" stands where an operator is expected`);
  return node;
}

const combine =
  (operator: string, left: Node, right: Node): Node =>
  (values) => {
    const a = left(values);
    const b = right(values);
    if (a === null || b === null) return null;
    if (operator === "+") return a + b;
    if (operator === "-") return a - b;
    if (operator === "*") return a * b;
    return b === 0 ? null : a / b;
  };
