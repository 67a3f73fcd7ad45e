'use client';
import { createContext, type ReactNode } from 'react';

/** The still picture of the figure around, if it has one: what is looked at while the live one starts. */
export const Still = createContext<ReactNode>(null);
