import { expose } from 'comlink';
import type { WorkerLike } from '../../../src/rpc/handle.ts';

/** A worker that is the other end of a MessageChannel, with a switch to crash it. */
export class PortWorker extends EventTarget implements WorkerLike {
  terminated = false;
  private readonly channel = new MessageChannel();

  constructor(api: unknown) {
    super();
    expose(api, this.channel.port2);
    this.channel.port1.addEventListener('message', (event) => {
      this.dispatchEvent(new MessageEvent('message', { data: (event as MessageEvent).data }));
    });
    this.channel.port1.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.terminated) this.channel.port1.postMessage(message, transfer as never);
  }

  terminate(): void {
    this.terminated = true;
    this.channel.port1.close();
    this.channel.port2.close();
  }

  crash(type: 'error' | 'messageerror' = 'error'): void {
    this.dispatchEvent(Object.assign(new Event(type), { message: 'out of memory' }));
  }
}
