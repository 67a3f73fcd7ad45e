import { createContext, useContext } from 'react';

/** Height in CSS pixels that a picture may take where its figure fills the screen; 0 where it stands in the page. */
export const Room = createContext(0);

/** The height of a picture: its usual one, or what a full screen gives it. */
export const useHeight = (usual: number): number => Math.max(usual, useContext(Room));
