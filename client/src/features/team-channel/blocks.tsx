"use client";

import { Fragment } from "react";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { When } from "#ui/when.tsx";
import type { Block, Button as SlackButton, Element, RichPart, Style } from "./workspace.ts";

// The few signs that the bot uses, drawn: not every machine has letters for them.
const signs: Readonly<Record<string, string>> = {
  large_green_circle: "bg-fall",
  hourglass_flowing_sand: "bg-warn animate-pulse-quiet",
  red_circle: "bg-danger",
  white_circle: "border border-ink-faint",
  card_index_dividers: "bg-accent",
};

/** What the bot said, as Slack would show it. A word is a word here, too. */
export function Blocks({
  blocks,
  onPress,
}: {
  blocks: readonly Block[];
  onPress?: (button: SlackButton) => void;
}) {
  return (
    <div className="grid gap-1.5">
      {blocks.map((block, at) => (
        <Fragment key={at}>
          {block.type === "rich_text" && block.elements.map((part, at) => <Rich key={at} part={part} />)}
          {block.type === "actions" && (
            <div className="flex flex-wrap gap-2 pt-0.5">
              {block.elements.map((button) => (
                <Button
                  key={`${button.action_id} ${button.value ?? ""}`}
                  size="sm"
                  tone={button.style ?? "plain"}
                  onClick={() => onPress?.(button)}
                >
                  {button.text.text}
                </Button>
              ))}
            </div>
          )}
        </Fragment>
      ))}
    </div>
  );
}

function Rich({ part }: { part: RichPart }) {
  if (part.type === "rich_text_section") {
    return (
      <p className="text-sm wrap-anywhere whitespace-pre-wrap text-ink-soft">
        <Elements elements={part.elements} />
      </p>
    );
  }
  return (
    <ul className="list-disc pl-4 text-sm wrap-anywhere text-ink-soft marker:text-ink-faint">
      {part.elements.map(({ elements }, at) => (
        <li key={at}>
          <Elements elements={elements} />
        </li>
      ))}
    </ul>
  );
}

function Elements({ elements }: { elements: readonly Element[] }) {
  return elements.map((element, at) => <One key={at} element={element} />);
}

function One({ element }: { element: Element }) {
  switch (element.type) {
    case "text":
      return <span className={styleOf(element.style)}>{element.text}</span>;
    case "link":
      return (
        <a href={element.url} className="font-semibold text-accent hover:underline">
          {element.text ?? element.url}
        </a>
      );
    case "date":
      return <When at={new Date(element.timestamp * 1000).toISOString()} className="text-ink-faint" />;
    case "emoji":
      return (
        <span
          aria-hidden
          className={classNames(
            "mr-0.5 inline-block size-2 rounded-full align-baseline",
            signs[element.name],
          )}
        />
      );
  }
}

function styleOf({ bold, italic, code }: Style = {}): string {
  return classNames(
    bold && "font-semibold text-ink",
    italic && "text-ink-faint",
    code && "rounded-sm bg-well px-1 font-mono text-xs text-ink",
  );
}
