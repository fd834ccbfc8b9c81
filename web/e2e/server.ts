import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { BrowserContext } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');

/** The built program: Release as test.sh builds it, else Debug. */
export function program(): string {
  const found = ['Release', 'Debug'].map((c) => join(root, `src/Cloison.Cli/bin/${c}/net10.0/cloison.dll`)).find(existsSync);
  if (!found) throw new Error('Build src/Cloison.Cli first: dotnet build src/Cloison.Cli');
  return process.env.CLOISON_DLL ?? found;
}

/** A real server on a data folder of its own, as a new user starts it. */
export class Server {
  readonly data = mkdtempSync(join(tmpdir(), 'cloison-e2e-'));
  /** From the line that the first start prints. */
  setupLink = '';
  /** Everything that the program printed since it was last started. */
  said: readonly string[] = [];
  /** Browsers that end with it. */
  readonly visitors: BrowserContext[] = [];
  private process: ChildProcess | undefined;

  private port = 0;

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** 'demo' fills the new folder with people, projects and work, and prints the passwords. */
  async start(command: 'serve' | 'demo' = 'serve'): Promise<void> {
    // The same one after a restart: open pages go on with it.
    this.port ||= await freePort();
    const child = spawn('dotnet', [program(), command, '--data', this.data, '--urls', this.url], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    const said: string[] = [];
    this.said = said;
    for (const stream of [child.stdout!, child.stderr!])
      createInterface(stream).on('line', (line) => {
        said.push(line);
        const link = /http\S+\/setup#\S+/.exec(line)?.[0];
        if (link) this.setupLink = link;
        if (process.env.SHOW_SERVER) console.log(line);
      });
    for (let i = 0; i < 240; i++) {
      if (child.exitCode !== null) throw new Error(`The server stopped:\n${said.join('\n')}`);
      const ready = await fetch(`${this.url}/health/ready`).then((r) => r.ok, () => false);
      if (ready && said.some((line) => line.includes('ready'))) return;
      await new Promise((r) => setTimeout(r, 250));
    }
    throw new Error(`The server did not get ready:\n${said.join('\n')}`);
  }

  /** 'SIGKILL' is the power cut of a process. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((r) => child.once('exit', r));
    child.kill(signal);
    await gone;
  }

  async dispose(): Promise<void> {
    // Pages left open would go on asking a server that is gone, beside all the tests that follow.
    for (const visitor of this.visitors) await visitor.close();
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolvePort(port));
    });
  });
}

/** The data sets beside the repository, for tests only; undefined on a clone that has none. */
export function sharedData(...path: string[]): string | undefined {
  const place = resolve(root, '../shared/data', ...path);
  return existsSync(place) ? place : undefined;
}
