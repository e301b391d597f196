import { describe, expect, it } from "vitest";
import { Conversation, type Channel } from "./conversation.js";
import { description, fullAnswer, question } from "./testing/cases.js";

/** A channel that only remembers. */
function fakeChannel(): Channel & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    send: (line) => void sent.push(line),
    end: (line) => Promise.resolve(void sent.push(line)),
    meanwhile: () => "nothing",
    lastWords: () => "",
  };
}

const reply = (seq: number, loss: number): string => JSON.stringify({ seq, answer: { ...fullAnswer(), loss } });

describe("a conversation", () => {
  it("takes answers in any order, each for its own request", async () => {
    const conversation = new Conversation("sample", fakeChannel());
    const replies = [1, 2, 3].map(() => conversation.run(question, description, 30_000));
    for (const seq of [2, 3, 1]) conversation.line(reply(seq, seq * 10));
    expect((await Promise.all(replies)).map((got) => "answer" in got && got.answer.loss)).toEqual([10, 20, 30]);
    await conversation.close();
  });

  it("rejects every pending request once one has failed, and ends the other side once", async () => {
    const channel = fakeChannel();
    const conversation = new Conversation("sample", channel);
    const outcomes = Promise.allSettled([1, 2].map(() => conversation.run(question, description, 30_000)));
    conversation.line('{"seq":2}');
    conversation.line(reply(1, 0));
    conversation.broken("its end");
    const [first, second] = await outcomes;
    expect(first).toMatchObject({ status: "rejected" });
    expect(first).toEqual(second);
    const later = conversation.run(question, description, 30_000);
    await expect(later).rejects.toThrow("exactly one of answer, skipped and error; it has: seq");
    await conversation.close();
    expect(channel.sent.filter((line) => line === '{"cmd":"stop"}')).toHaveLength(1);
  });
});
