/** Our server as it is built, in a process of its own: no log, no limit on how fast one may send. */
import {reportTo} from './process.ts';

const {createServer} = (await import(
	new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../source/index.ts');
const server = createServer({port: 0, rate: false});
reportTo(process, (await server.listen()).port);
