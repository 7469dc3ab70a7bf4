// @ts-check
// The driver is loaded when it is needed: before the install there is none.

/**
 * Makes the database `name` unless it exists; returns its URL.
 * @param {string} adminUrl @param {string} name
 */
export async function ensureDatabase(adminUrl, name) {
  await asAdmin(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
  return withDatabase(adminUrl, name);
}

/** Closes a database to everyone: as a template it can be cloned only while nobody is connected to it. */
export async function closeDatabase(/** @type {string} */ adminUrl, /** @type {string} */ name) {
  await asAdmin(adminUrl, (client) =>
    client.query(
      `ALTER DATABASE ${client.escapeIdentifier(name)} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`,
    ),
  );
}

/** The comment of the database that `url` names. @param {string} url @returns {Promise<string | null>} */
export async function readComment(url) {
  const query = `SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = current_database()`;
  const { rows } = await asAdmin(url, (client) => client.query(query));
  return rows[0].comment;
}

/** @param {string} url @param {string} comment */
export async function writeComment(url, comment) {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  await asAdmin(url, (client) =>
    client.query(
      `COMMENT ON DATABASE ${client.escapeIdentifier(database)} IS ${client.escapeLiteral(comment)}`,
    ),
  );
}

/** The same server, another database. @param {string} url @param {string} name */
function withDatabase(url, name) {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/**
 * @template T
 * @param {string} url @param {(client: import('pg').Client) => Promise<T>} work
 */
async function asAdmin(url, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
