import { Anchor, Button, Card, type AnchorProps, type ButtonProps, type CardProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

/* Mantine's components as links of the router, whose parameters are checked. */

type LinkProps = Omit<ComponentPropsWithRef<'a'>, 'style' | 'color' | 'size'>;

export const LinkAnchor = createLink((props: AnchorProps & LinkProps) => <Anchor underline="always" {...props} />);

export const LinkButton = createLink((props: ButtonProps & LinkProps) => <Button component="a" {...props} />);

export const LinkCard = createLink((props: CardProps & LinkProps) => <Card component="a" {...props} />);
