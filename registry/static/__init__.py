"""What is handed out as it is: styles, scripts, and the program that checks papers."""
