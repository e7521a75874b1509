"""What the spreadsheets and the documents of office programs are both made of: archives, storages, XML."""
