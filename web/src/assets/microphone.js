// The microphone, twice: on the page it opens the sound, in the worklet it turns it into 16-bit samples.

const SOUND = 2;
// Twenty chunks a second at 48 kHz.
const CHUNK = 2400;

if (typeof AudioWorkletProcessor !== "undefined") {
  class Samples extends AudioWorkletProcessor {
    constructor() {
      super();
      this.chunk = new Int16Array(CHUNK);
      this.filled = 0;
    }

    process([channels]) {
      const frames = channels[0]?.length ?? 0;
      for (let at = 0; at < frames; at += 1) {
        let sum = 0;
        for (const channel of channels) sum += channel[at];
        const value = Math.max(-1, Math.min(1, sum / channels.length));
        this.chunk[this.filled] = Math.round(value * 32767);
        this.filled += 1;
        if (this.filled === CHUNK) {
          this.port.postMessage(this.chunk.buffer, [this.chunk.buffer]);
          this.chunk = new Int16Array(CHUNK);
          this.filled = 0;
        }
      }
      return true;
    }
  }
  registerProcessor("samples", Samples);
}

export class Microphone {
  constructor(stream, send) {
    this.context = new AudioContext();
    this.begin(stream, send);
  }

  async begin(stream, send) {
    const { context } = this;
    try {
      await context.audioWorklet.addModule("/assets/microphone.js");
      await context.resume();
    } catch {
      return;
    }
    if (context.state === "closed") return;
    const samples = new AudioWorkletNode(context, "samples", { numberOfOutputs: 0 });
    samples.port.onmessage = ({ data }) => {
      if (context.state === "closed") return;
      const message = new Uint8Array(8 + data.byteLength);
      const head = new DataView(message.buffer);
      head.setUint8(0, SOUND);
      head.setUint8(1, 1);
      head.setUint32(4, context.sampleRate, true);
      // Every machine with a browser has the low byte first, as the server expects it.
      message.set(new Uint8Array(data), 8);
      send.bytes(message);
    };
    context.createMediaStreamSource(stream).connect(samples);
  }

  close() {
    if (this.context.state !== "closed") this.context.close();
  }
}
