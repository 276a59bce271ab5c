/** What is known of a form that was begun. */
export interface OpenForm<Field> {
  last: Field;
  fields: Set<Field>;
  errors: number;
}

/** Finds forms that were begun and left: each one that took input after it was last sent. */
export function createOpenForms<Form, Field>() {
  const open = new Map<Form, OpenForm<Field>>();
  return {
    input(form: Form, field: Field): void {
      const known = open.get(form) ?? { last: field, fields: new Set(), errors: 0 };
      known.last = field;
      known.fields.add(field);
      open.set(form, known);
    },
    /** Errors are shown whether or not the form was begun; they count from its first input. */
    error(form: Form): void {
      const known = open.get(form);
      if (known) known.errors++;
    },
    sent(form: Form): void {
      open.delete(form);
    },
    /** The visitor leaves: what is open was abandoned. */
    leave(): [Form, OpenForm<Field>][] {
      const left = [...open];
      open.clear();
      return left;
    },
  };
}
