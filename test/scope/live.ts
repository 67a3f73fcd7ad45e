/** A bundled model on the CPU behind a message channel, as the lab meets it in the page. */
import { fileURLToPath } from 'node:url';
import { loadModel } from '@/engine/session/load';
import { EngineClient, type LiveModel } from '@/engine/worker/client';
import { exposeHost } from '@/engine/worker/crossing';
import { EngineHost } from '@/engine/worker/host';

const ports: MessagePort[] = [];

export async function live(name: string): Promise<LiveModel> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  exposeHost(new EngineHost(loadModel), port1);
  const path = fileURLToPath(new URL(`../../public/models/${name}`, import.meta.url));
  return new EngineClient(port2).load({ kind: 'folder', path }, { device: 'cpu' });
}

export function closeAll(): void {
  for (const port of ports.splice(0)) port.close();
}
