import { Argument, type Command } from "commander";
import { doing, examples } from "./command.ts";

export function addCompletion(program: Command): void {
  const completion = program
    .command("completion")
    .description("lines that have your shell complete commands and options")
    .addArgument(new Argument("<shell>", "which one").choices(["bash", "zsh", "fish"]));
  examples(
    completion,
    'eval "$(berth completion bash)"',
    'eval "$(berth completion zsh)"',
    "berth completion fish > ~/.config/fish/completions/berth.fish",
  );
  doing(completion, async (run, [shell = ""]) => {
    run.print(shell === "fish" ? forFish(program) : forBash(program, shell === "zsh"), { shell });
  });
}

/** What may follow these words: the commands under them, and their options. */
interface Place {
  words: string;
  commands: { name: string; says: string }[];
  options: { name: string; says: string }[];
}

function placesOf(command: Command, words: string[] = []): Place[] {
  const place: Place = {
    words: words.join(" "),
    commands: command.commands.map((child) => ({ name: child.name(), says: child.description() })),
    options: [...command.options, ...(command.parent ? rootOf(command).options : [])].flatMap(
      ({ long, description }) => (long ? [{ name: long, says: description }] : []),
    ),
  };
  const names = (child: Command): string[] => [child.name(), ...child.aliases()];
  return [
    place,
    ...command.commands.flatMap((child) => names(child).flatMap((name) => placesOf(child, [...words, name]))),
  ];
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}

function forBash(program: Command, zsh: boolean): string {
  const cases = placesOf(program).map(({ words, commands, options }) => {
    const all = [...commands, ...options].map(({ name }) => name);
    return `    "${words}") words="${all.join(" ")}" ;;`;
  });
  return [
    ...(zsh ? ["autoload -U +X bashcompinit && bashcompinit"] : []),
    "_berth() {",
    '  local at="" word words=""',
    // Only the words of commands tell where one is; options and what they take do not.
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    case "$word" in -*) ;; *) case " ' +
      placesOf(program)
        .map(({ words }) => words.split(" ").at(-1))
        .join(" ") +
      ' " in *" $word "*) at="${at:+$at }$word" ;; esac ;; esac',
    "  done",
    '  case "$at" in',
    ...cases,
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    "}",
    "complete -o default -F _berth berth",
  ].join("\n");
}

function forFish(program: Command): string {
  const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  return placesOf(program)
    .flatMap(({ words, commands, options }) => {
      const within = words.split(" ").filter(Boolean);
      const here = within.map((word) => `__fish_seen_subcommand_from ${word}`);
      const names = commands.map(({ name }) => name).join(" ");
      const condition = [
        ...(within.length > 0 ? here : []),
        ...(names ? [`not __fish_seen_subcommand_from ${names}`] : []),
      ].join("; and ");
      const when = condition ? ` -n ${quoted(condition)}` : "";
      return [
        ...commands.map(({ name, says }) => `complete -c berth -f${when} -a ${name} -d ${quoted(says)}`),
        ...options.map(({ name, says }) => `complete -c berth${when} -l ${name.slice(2)} -d ${quoted(says)}`),
      ];
    })
    .join("\n");
}
