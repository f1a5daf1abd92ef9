// The recording: its parts go to the server as they come.

const RECORDING = 3;
const PART_MS = 500;

// What providers take first; what every browser can last.
const FORMS = [
  ["video/mp4;codecs=avc1.42E01F,mp4a.40.2", "mp4", "h264"],
  ["video/mp4;codecs=avc1.42E01F,opus", "mp4", "h264"],
  ["video/mp4", "mp4", "h264"],
  ["video/webm;codecs=h264,opus", "webm", "h264"],
  ["video/webm;codecs=vp8,opus", "webm", "vp8"],
];

export class Recorder {
  constructor(stream, plan, send) {
    this.send = send;
    this.parts = Promise.resolve();
    this.dropped = false;
    this.begun = false;
    const form = FORMS.find(([type]) => window.MediaRecorder?.isTypeSupported(type));
    if (!form) return;
    [this.type, this.container, this.codec] = form;
    const options = { mimeType: this.type, videoBitsPerSecond: plan.video_kbit * 1000 };
    if (plan.sound_kbit > 0) options.audioBitsPerSecond = plan.sound_kbit * 1000;
    try {
      this.recorder = new MediaRecorder(stream, options);
      this.recorder.addEventListener("dataavailable", ({ data }) => this.part(data));
      this.recorder.start(PART_MS);
    } catch {
      return;
    }
    this.started = performance.now();
    this.begun = true;
  }

  // One after the other: a part is read before the next is sent.
  part(blob) {
    if (!blob.size) return;
    this.parts = this.parts.then(async () => {
      const message = new Uint8Array(8 + blob.size);
      message[0] = RECORDING;
      message.set(new Uint8Array(await blob.arrayBuffer()), 8);
      if (!this.dropped) this.send.bytes(message);
    });
  }

  async stop(width, height, fps) {
    if (!this.begun || this.dropped) return;
    const duration_s = (performance.now() - this.started) / 1000;
    if (this.recorder.state !== "inactive") {
      const stopped = new Promise((done) => this.recorder.addEventListener("stop", done, { once: true }));
      this.recorder.stop();
      await stopped;
    }
    await this.parts;
    if (this.dropped) return;
    this.dropped = true;
    const { container, codec } = this;
    this.send.words({ stopped: { container, codec, duration_s, width, height, fps } });
  }

  drop() {
    this.dropped = true;
    if (this.begun && this.recorder.state !== "inactive") this.recorder.stop();
  }
}
