/** Sentences one after the other. What ends with punctuation of Chinese needs no blank behind it. */
export function joinedSentences (sentences: ReadonlyArray<string | undefined>): string {
  return sentences
    .filter(sentence => sentence !== undefined && sentence !== '')
    .reduce<string>(
      (before, sentence) =>
        before === ''
          ? `${sentence}`
          : /[。？！；：，）”]$/.test(before)
          ? `${before}${sentence}`
          : `${before} ${sentence}`,
      ''
    )
}
