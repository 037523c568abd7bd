/** What the schemas say about the fields of a message, for the tables of the documentation and for tests. */
import * as v from 'valibot';
import {kinds} from '../source/protocol/values.ts';

export type Field = {name: string; type: string; isOptional: boolean; says: string};

type AnySchema = v.GenericSchema & {
	pipe?: readonly [AnySchema, ...unknown[]];
	wrapped?: AnySchema;
	item?: AnySchema;
	value?: AnySchema;
	literal?: unknown;
	options?: readonly unknown[];
	entries?: Readonly<Record<string, AnySchema>>;
};

/** The schema of each kind, without the description around it. */
const kindNames = new Map<unknown, string>(
	Object.entries(kinds).map(([name, {pipe}]) => [pipe[0], name] as const),
);

const shapes: Readonly<Record<string, (schema: AnySchema) => string>> = {
	string: () => 'string',
	number: () => 'number',
	literal: ({literal}) => JSON.stringify(literal),
	picklist: ({options = []}) => options.map(option => JSON.stringify(option)).join(' or '),
	array: ({item}) => `list of ${typeOf(item!)}`,
	record: ({value}) => `object of ${typeOf(value!)}s`,
};

const typeOf = (schema: AnySchema): string => {
	const kind = kindNames.get(schema);
	if (kind !== undefined) return kind;
	if (schema.pipe) return typeOf(schema.pipe[0]);
	const shape = shapes[schema.type];
	if (!shape) throw new Error(`The documentation has no words for the schema "${schema.type}".`);
	return shape(schema);
};

/** What a schema says about itself. */
export const meaningOf = (schema: v.GenericSchema): string => {
	const says = v.getDescription(schema as v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>);
	if (says === undefined) throw new Error(`A ${schema.type} in the schemas lacks its meaning.`);
	return says;
};

/** The fields of a message, without its type, in the order of the schema. */
export const fieldsOf = (message: v.GenericSchema): Field[] =>
	Object.entries((message as AnySchema).entries ?? {}).map(([name, schema]) => {
		const isOptional = schema.type === 'optional';
		const inner = isOptional ? schema.wrapped! : schema;
		return {name, type: typeOf(inner), isOptional, says: meaningOf(inner)};
	});
