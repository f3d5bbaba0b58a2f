/**
 * One line of progress on stderr, rewritten in place on a terminal and silent elsewhere but for its first words.
 * stdout stays for the answer.
 */
export function progressBar(what: string): { show: (done: number, total: number) => void; end: () => void } {
  const { stderr } = process;
  const isTerminal = stderr.isTTY === true;
  if (!isTerminal) stderr.write(`${what} …\n`);
  return {
    show: (done, total) => {
      if (isTerminal) stderr.write(`\r${what}: ${Math.floor((100 * done) / total)}% `);
    },
    end: () => {
      if (isTerminal) stderr.write("\r\u001b[K");
    },
  };
}
