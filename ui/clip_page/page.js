// What is heard is lit, in the words and on the drawing; a click on either goes there. Of several clips, one follows the other.
"use strict";
const clips = [...document.querySelectorAll("article")].map((box) => ({
  box,
  audio: box.querySelector("audio"),
  length: Number(box.dataset.length),
  head: box.querySelector(".head"),
  words: [...box.querySelectorAll(".lines span")].map((word) => ({ word, at: Number(word.dataset.at), to: Number(word.dataset.to) })),
}));
let onwards = false;

function show(clip) {
  const time = clip.audio.currentTime;
  for (const { word, at, to } of clip.words) word.classList.toggle("now", !clip.audio.ended && time >= at && time < to + 0.08);
  const x = String((800 * Math.min(time, clip.length)) / clip.length);
  clip.head.setAttribute("x1", x);
  clip.head.setAttribute("x2", x);
}
function follow(clip) {
  show(clip);
  if (!clip.audio.paused && !clip.audio.ended) requestAnimationFrame(() => follow(clip));
}
function goTo(clip, time) {
  clip.audio.currentTime = time;
  clip.audio.play();
}
clips.forEach((clip, number) => {
  clip.audio.addEventListener("play", () => {
    clips.forEach((other) => other === clip || other.audio.pause());
    clips.forEach((other) => other.box.classList.toggle("on", clips.length > 1 && other === clip));
    follow(clip);
  });
  clip.audio.addEventListener("seeked", () => show(clip));
  clip.audio.addEventListener("ended", () => {
    show(clip);
    const next = clips[number + 1];
    if (!onwards || !next) return void (onwards = false);
    next.box.scrollIntoView({ block: "nearest" });
    goTo(next, 0);
  });
  clip.box.querySelector(".sides").addEventListener("click", (event) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    goTo(clip, (clip.length * (event.clientX - left)) / width);
  });
  clip.words.forEach(({ word, at }) => word.addEventListener("click", () => goTo(clip, at)));
});
document.querySelector(".all")?.addEventListener("click", () => {
  onwards = true;
  goTo(clips[0], 0);
});
