// @ts-check
// Preloaded into the bundles' processes: the first that is ready, or ends, leaves beside each file what V8 has compiled of
// it, and later ones begin with that. Node 22 can do it by itself (`module.enableCompileCache`).
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { Script, constants } = require('node:vm');

/** @typedef {(this: NodeModule, content: string, filename: string) => unknown} Compile */

const own = path.dirname(process.argv[1] ?? '');
/** @type {Record<string, Compile>} */
const internals = Object(Module.prototype);
const compile = /** @type {Compile} */ (internals['_compile']);
/** Compiled by this process from the source: by file. @type {Map<string, Script>} */
const fresh = new Map();

/** @type {Compile} */
function compileOrRemember(content, filename) {
  if (path.dirname(filename) !== own) return compile.call(this, content, filename);
  const cachedData = existsSync(cacheOf(filename)) ? readFileSync(cacheOf(filename)) : undefined;
  const script = new Script(Module.wrap(content), {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  });
  if (!cachedData || script.cachedDataRejected) fresh.set(filename, script);
  const require = Module.createRequire(filename);
  return script.runInThisContext().call(this.exports, this.exports, require, this, filename, own);
}
internals['_compile'] = compileOrRemember;

const send = process.send?.bind(process);
if (send)
  process.send = (/** @type {any[]} */ ...message) => {
    keep();
    return send(.../** @type {[any]} */ (message));
  };

process.once('exit', keep);

/** With the functions that were called meanwhile, which are the ones that the next process calls. */
function keep() {
  for (const [filename, script] of fresh) {
    const unfinished = `${cacheOf(filename)}.${process.pid}`;
    writeFileSync(unfinished, script.createCachedData());
    renameSync(unfinished, cacheOf(filename));
  }
  fresh.clear();
}

/** @param {string} filename */
function cacheOf(filename) {
  return `${filename}.cache`;
}
