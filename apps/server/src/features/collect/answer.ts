import { ProductError } from "@throughline/contract";
import type { FastifyReply } from "fastify";
import type { Accepted } from "./accept-messages.ts";

/** One message: taken, or the reason why not as an error. */
export function answerSingle(reply: FastifyReply, result: Accepted): FastifyReply {
  const [rejection] = result.rejected;
  if (!rejection) return reply.send({ success: true });
  const { code, field, message } = rejection;
  throw new ProductError(code === "too_large" ? "too_large" : "invalid_input", message, { issues: [{ field: field ?? "", message }] });
}

/** 200 as soon as anything was taken; the others are named one by one (index, code, field, message) and kept in quarantine. */
export function answerBatch(reply: FastifyReply, result: Accepted, more: object = {}): FastifyReply {
  const nothingTaken = result.accepted === 0 && result.rejected.length > 0;
  return reply.code(nothingTaken ? 400 : 200).send({
    ...more,
    success: !nothingTaken,
    accepted: result.accepted,
    rejected: result.rejected,
    ...(nothingTaken
      ? { error: { code: "invalid_input", message: "None of the messages can be used; rejected says why.", requestId: reply.request.id } }
      : {}),
  });
}
