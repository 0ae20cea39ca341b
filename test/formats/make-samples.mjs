// Makes the two made-up samples of public/samples anew: an access log and readings of sensors with errors in them. The seed
// decides every byte, so a run of this changes nothing. Run it with node from the root of the project.
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Numbers from 0 to 1 (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pad = (n, width = 2) => String(n).padStart(width, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function accessLog() {
  const next = random(20240610);
  const pick = (list) => list[Math.floor(next() ** 2 * list.length)];
  const pages = ['/', '/lamps', '/chairs', '/desks', '/cart', '/search?q=oak', '/account', '/blog/oak', '/rugs', '/checkout', '/help', '/shelves'];
  const agents = [
    'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'App/2 (tablet 10\\" wide)',
    'curl/8.5.0',
    'ExampleBot/1.0 (+https://example.org/bot)',
  ];
  const users = ['-', '-', '-', '-', '-', '-', 'ada', 'bob', 'chandra', '""'];
  const lines = [];
  let at = Date.UTC(2024, 5, 10, 6, 0, 0);
  for (let i = 0; i < 12_000; i++) {
    const hour = new Date(at).getUTCHours();
    at += Math.floor((next() * 2 * 3_600_000 * 24) / 12_000 / (hour > 7 && hour < 20 ? 1.4 : 0.6));
    const t = new Date(at);
    const stamp = `${pad(t.getUTCDate())}/${MONTHS[t.getUTCMonth()]}/${t.getUTCFullYear()}:${pad(t.getUTCHours())}:${pad(t.getUTCMinutes())}:${pad(t.getUTCSeconds())} +0000`;
    const host =
      next() < 0.06
        ? `2001:db8::${Math.floor(next() * 65_535).toString(16)}`
        : `${next() < 0.5 ? '203.0.113' : '198.51.100'}.${1 + Math.floor(next() ** 2 * 250)}`;
    const dice = next();
    if (dice < 0.002) {
      lines.push(`[notice] worker ${Math.floor(next() * 8)} restarted, ${Math.floor(next() * 40)} connections kept`);
      continue;
    }
    if (dice < 0.006) {
      lines.push(`${host} - - [${stamp}] "\\x16\\x03\\x01\\x02\\x00\\x01" 400 0 "-" "-"`);
      continue;
    }
    if (dice < 0.01) {
      lines.push(`${host} - - [${stamp}] "-" 408 - "-" "-"`);
      continue;
    }
    const page = pick(pages);
    const outage = hour === 14 && t.getUTCMinutes() < 25;
    const status =
      next() < (outage ? 0.35 : 0.006) ? 503 : next() < 0.04 ? 404 : next() < 0.12 ? 304 : page === '/checkout' && next() < 0.5 ? 302 : 200;
    const bytes = status === 304 ? '-' : status === 200 ? 800 + Math.floor(next() * next() * 60_000) : 150 + Math.floor(next() * 400);
    const referer = next() < 0.6 ? '-' : `https://shop.example${pick(pages)}`;
    lines.push(
      `${host} - ${pick(users)} [${stamp}] "${page === '/checkout' ? 'POST' : 'GET'} ${page} HTTP/1.1" ${status} ${bytes} "${referer}" "${pick(agents)}"`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function sensorReadings() {
  const next = random(7);
  const rooms = ['kitchen', 'hall', 'office', 'lab', 'attic', 'cellar'];
  const lines = ['time,sensor,room,celsius,humidity,note'];
  let at = Date.UTC(2024, 1, 28, 22, 0, 0);
  for (let i = 0; i < 9000; i++) {
    at += 4000 + Math.floor(next() * 8000);
    const n = Math.floor(next() * 12);
    const room = rooms[n % rooms.length];
    const day = (at % 86_400_000) / 86_400_000;
    const celsius = (18 + (n % 6) * 0.7 + 3 * Math.abs(day - 0.5) + next()).toFixed(1);
    const humidity = (46 + (n % 6) + 8 * next()).toFixed(1);
    const time = new Date(at).toISOString().slice(0, 19);
    const note = next() < 0.01 ? '"door open, ""again"""' : next() < 0.003 ? '"battery changed\r\nby night shift"' : '';
    const dice = next();
    if (dice < 0.004) lines.push(`${time}Z,s${pad(n)},${room},err,${humidity},`);
    else if (dice < 0.007) lines.push(`${time}Z,s${pad(n)},${room},"${celsius.replace('.', ',')}",${humidity},`);
    else if (dice < 0.01) lines.push(`${time}Z,s${pad(n)},${room}`);
    else if (dice < 0.012) lines.push(`${time}Z,s${pad(n)},${room},${celsius},${humidity},,,`);
    else if (dice < 0.014) lines.push('');
    else if (dice < 0.016) lines.push(`yesterday,s${pad(n)},${room},${celsius},${humidity},`);
    else if (dice < 0.026) lines.push(`${time}Z,s${pad(n)},${room},NA,${humidity},${note}`);
    else lines.push(`${time}Z,s${pad(n)},${room},${celsius},${humidity},${note}`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

const folder = new URL('../../public/samples/', import.meta.url);
// Level and all else that decides the bytes is said here; the operating system byte of the header is set by hand.
const log = gzipSync(accessLog(), { level: 9 });
log[9] = 255;
writeFileSync(new URL('access-log.log.gz', folder), log);
writeFileSync(new URL('sensor-readings.csv', folder), sensorReadings());
