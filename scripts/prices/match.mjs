/** Whether one of the source's match clauses covers an id. The source compares in lower case. */
export function matches(clause, id) {
  if ('or' in clause) return clause.or.some((part) => matches(part, id));
  if ('and' in clause) return clause.and.every((part) => matches(part, id));
  if ('equals' in clause) return id === clause.equals.toLowerCase();
  if ('starts_with' in clause) return id.startsWith(clause.starts_with.toLowerCase());
  if ('ends_with' in clause) return id.endsWith(clause.ends_with.toLowerCase());
  if ('contains' in clause) return id.includes(clause.contains.toLowerCase());
  if ('regex' in clause) return new RegExp(clause.regex).test(id);
  throw new Error(`unknown match clause ${JSON.stringify(clause)}`);
}

/** The row that prices an id: the first that covers it, as in the source's own lookup. */
export function findRow(models, id) {
  const lower = id.toLowerCase();
  return models.find((model) => matches(model.match, lower));
}

/** The ids that a row names outright: its own and its `equals` clauses. */
export function exactIds(model) {
  const equals = (clause) => (clause.or ? clause.or.flatMap(equals) : clause.equals ? [clause.equals] : []);
  return [model.id, ...equals(model.match)];
}
