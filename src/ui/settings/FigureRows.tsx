import { Fragment } from 'preact';

/** A card's figures as rows of a list of facts. */
export function FigureRows(props: {
  readonly figures: readonly { readonly name: string; readonly value: string }[];
}) {
  return (
    <>
      {props.figures.map(({ name, value }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </>
  );
}
