/** Random samples that go through the engine are the same in every run, unless FC_SEED names another start: a red run can be repeated, and new ones looked for on purpose. */
export const randomSeed = Number(process.env["FC_SEED"] ?? 20_261_122);
