/**
 * Whether a drift of this kind could be no drift in this role, since another of its policies says the same: a resource
 * that is widened where AWS's own policy allows the action on everything anyway. Looks at services alone, so that it may
 * say so too often, and never too seldom.
 *
 * @param {object} role as `drawRole` makes it
 */
export function mayBeHidden(kind, role) {
  const inline = role.inline.map(({ statements }) => new Set(statements.map(({ service }) => service)));
  const attached = role.attached.map(servicesOf);
  const others = (own) => [...inline, ...attached].filter((services) => services !== own);
  const reached = (services, by) =>
    by.some((other) => other.has('*') || [...services].some((one) => other.has(one)));
  const among = (own) =>
    reached(own, others(own)) ||
    (role.isBounded && ['iam', 'organizations', 'account'].some((one) => own.has(one)));
  switch (kind) {
    case 'action-added':
    case 'inline-added':
    case 'policy-edited':
      return reached(new Set(['sts']), others(null));
    case 'resource-widened':
    case 'allow-made-deny':
    case 'action-made-not-action':
    case 'condition-added':
      return among(inline[0]);
    case 'inline-removed':
      return among(inline.at(-1));
    case 'managed-detached':
      return attached.length === 0 || attached.at(-1).has('*') || among(attached.at(-1));
    case 'managed-attached':
      return role.isBounded || reached(new Set(['iam']), others(null));
    default:
      return false;
  }
}

/** The services of a policy's statements; `*` for what reaches all or can't be told. */
function servicesOf({ statements, versions }) {
  if (statements) return new Set(statements.map(({ service }) => service));
  return new Set(
    [versions.at(-1).document.Statement].flat().flatMap(({ Action }) =>
      Action === undefined
        ? ['*']
        : [Action].flat().map((action) => {
            const service = action.split(':')[0].toLowerCase();
            return service.includes('*') || service.includes('?') ? '*' : service;
          }),
    ),
  );
}
