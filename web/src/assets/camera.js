// The camera: what it sees goes to the server, the newest frame only and at most two on their way.

import { Microphone } from "./microphone.js";
import { Recorder } from "./recorder.js";

const ON_THEIR_WAY = 2;
const FRAME = 1;
const STILL = 4;
const STILL_QUALITY = 0.95;

export class Camera {
  constructor(send) {
    this.send = send;
    this.stream = null;
    this.video = document.createElement("video");
    this.video.muted = true;
    this.video.playsInline = true;
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.way = [];
    // Counts closings: what was asked for before one is not wanted after it.
    this.turn = 0;
    this.running = false;
    this.width = 640;
    this.size = null;
    this.preview = null;
    this.recorder = null;
    this.microphone = null;
  }

  // Asks the person.
  async permit(microphone) {
    const yes = await this.acquire(microphone);
    if (yes !== null) this.send.words({ permitted: { yes } });
  }

  // Whether the camera is there; null when it is not wanted any more. Sound as it is: what a browser makes of it for calls is not
  // what was said.
  async acquire(microphone) {
    this.close();
    const turn = this.turn;
    let stream = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } },
        audio: microphone && { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
    } catch {
      return turn === this.turn ? false : null;
    }
    if (turn !== this.turn) {
      stream.getTracks().forEach((track) => track.stop());
      return null;
    }
    this.stream = stream;
    for (const track of stream.getTracks()) {
      track.addEventListener("ended", () => stream === this.stream && this.lost());
    }
    this.video.srcObject = stream;
    this.show(this.preview);
    try {
      await this.video.play();
    } catch {
      // It is closed again already.
    }
    this.show(this.preview);
    return stream === this.stream ? true : null;
  }

  lost() {
    this.close();
    this.send.words("camera_lost");
  }

  // Where the person sees it.
  show(preview) {
    this.preview = preview;
    if (!preview) return;
    if (preview.srcObject !== this.stream) preview.srcObject = this.stream;
    if (!this.stream) return;
    preview.play().catch(() => {});
    // Nothing is cut off what is looked at, and no bars stand beside it.
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth) preview.closest("[data-stage]")?.style.setProperty("--ratio", videoWidth / videoHeight);
  }

  // Sessions look at frames of `width`; a still is taken at the camera's own size.
  async open({ recording, width }) {
    this.width = width;
    // Closed since it was permitted: opened once more for another take.
    if (!this.stream) {
      const there = await this.acquire(recording?.sound_kbit > 0);
      if (there === null) return;
      if (!there) return this.lost();
    }
    this.running = true;
    this.way = [];
    if (recording) {
      this.recorder = new Recorder(this.stream, recording, this.send);
      if (recording.sound_kbit > 0) this.microphone = new Microphone(this.stream, this.send);
      if (!this.recorder.begun) return this.lost();
    }
    this.next();
  }

  next() {
    if (!this.running) return;
    this.video.requestVideoFrameCallback((now) => {
      if (this.running && this.way.length < ON_THEIR_WAY) this.frame(now);
      this.next();
    });
  }

  frame(now) {
    const { videoWidth, videoHeight } = this.video;
    if (!videoWidth) return;
    const width = Math.min(this.width, videoWidth);
    const height = Math.round((videoHeight * width) / videoWidth);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.context.drawImage(this.video, 0, 0, width, height);
    const pixels = this.context.getImageData(0, 0, width, height).data;
    const message = new Uint8Array(16 + pixels.length);
    const head = new DataView(message.buffer);
    head.setUint8(0, FRAME);
    head.setUint16(2, width, true);
    head.setUint16(4, height, true);
    head.setFloat64(8, now, true);
    message.set(pixels, 16);
    this.size = [width, height];
    this.way.push(Math.floor(now));
    this.send.bytes(message);
  }

  // The server has looked at the frame of this time: those before it were dropped.
  seen(at) {
    this.way = this.way.filter((sent) => sent > at);
  }

  still() {
    const canvas = document.createElement("canvas");
    canvas.width = this.video.videoWidth;
    canvas.height = this.video.videoHeight;
    if (!canvas.width) return this.lost();
    canvas.getContext("2d").drawImage(this.video, 0, 0);
    const done = async (blob) => {
      if (!blob) return this.lost();
      const message = new Uint8Array(8 + blob.size);
      message[0] = STILL;
      message.set(new Uint8Array(await blob.arrayBuffer()), 8);
      this.send.bytes(message);
    };
    canvas.toBlob(done, "image/jpeg", STILL_QUALITY);
  }

  stopRecording() {
    this.running = false;
    this.microphone?.close();
    this.microphone = null;
    const { videoWidth, videoHeight } = this.video;
    const rate = this.stream?.getVideoTracks()[0]?.getSettings().frameRate ?? 0;
    this.recorder?.stop(videoWidth, videoHeight, rate).then(() => this.close());
  }

  close() {
    this.turn += 1;
    this.running = false;
    this.recorder?.drop();
    this.recorder = null;
    this.microphone?.close();
    this.microphone = null;
    const stream = this.stream;
    this.stream = null;
    stream?.getTracks().forEach((track) => track.stop());
    this.video.srcObject = null;
    if (this.preview) this.preview.srcObject = null;
  }
}
